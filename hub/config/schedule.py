"""The whole timetable: one line of plain words each."""

SCHEDULE = {
    # Every 5 seconds: send confirmation, notification and sign-in mails that wait in the outbox.
    "outbox": {"task": "hub.common.tasks.send_outbox", "schedule": 5.0},
    # Every day: forget single mails sent more than 30 days ago.
    "outbox-purge": {"task": "hub.common.tasks.purge_outbox", "schedule": 86_400.0},
    # Every minute: start letters whose time has come, settle what dead workers left, and ring the workers for what waits.
    "sweep": {"task": "sellers.delivery.tasks.sweep", "schedule": 60.0},
    # Every minute: read the mailbox of bounces and answers, judge what mail servers refused, count what came back.
    "returns": {"task": "sellers.tracking.tasks.look_after_returns", "schedule": 60.0},
    # Every 20 seconds: load what readers opened and clicked.
    "clicks": {"task": "sellers.tracking.tasks.load_records", "schedule": 20.0},
    # Every day: forget mails that came in and named no letter of ours.
    "forget-unmatched": {"task": "sellers.tracking.tasks.forget_unmatched", "schedule": 86_400.0},
    # Every hour: forget people who did not confirm their subscription within 7 days.
    "expire-pending": {"task": "sellers.audience.tasks.expire_pending", "schedule": 3_600.0},
    # Every minute: ask the next imported readers by mail whether they want letters, where their file does not say when they agreed.
    "ask-imported": {"task": "sellers.audience.tasks.ask_imported", "schedule": 60.0},
    # Every minute: ask the next customers of sellers who went whom they want to follow, and close what is over.
    "ask-hand-overs": {"task": "sellers.audience.tasks.ask_hand_overs", "schedule": 60.0},
    # Every day: delete what was written down about those who left, and persons who are on no list any more, when their time is over.
    "keep-no-longer": {"task": "sellers.audience.tasks.keep_no_longer", "schedule": 86_400.0},
    # Every ten minutes: go on with imports whose worker died, and delete files that lie about for a day.
    "sweep-imports": {"task": "sellers.audience.tasks.sweep_imports", "schedule": 600.0},
    # Every hour: mark approved texts whose last day is over. (The gate looks at the date itself.)
    "expire-texts": {"task": "brandguard.tasks.expire_texts", "schedule": 3_600.0},
    # Every 10 minutes: remind reviewers of letters whose deadline is near or has passed, once each.
    "remind-reviewers": {"task": "brandguard.tasks.remind_reviewers", "schedule": 600.0},
    # Every minute: go on with trials of rules whose ring was lost or whose worker died.
    "resume-trials": {"task": "brandguard.tasks.resume_trials", "schedule": 60.0},
    # Every five minutes: look once more for what was recalled within the last hour, now that every worker has been heard of.
    "relist-recalls": {"task": "brandguard.tasks.relist_recalls", "schedule": 300.0},
}
