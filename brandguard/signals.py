"""What others may react to. Sent after the change is in the database, inside its transaction: a receiver's error undoes it.

ruleset_changed(ruleset: RuleSetVersion, changed: list[str])   the live rules are not what they were
block_recalled(version: BlockVersion, by: User)                an approved text must not go out any more
submitted(artefact: Artefact, review: Review)                  a frozen letter waits for a decision
approved(artefact: Artefact, by: User | None)                  somebody who is not the author said yes to these bytes; None: the policy
returned(artefact: Artefact, review: Review, by: User)         the reviewer wants something changed
voided(artefact: Artefact, reason: str, by: User | None)       edited, taken back or revoked: worth nothing any more
review_assigned(review: Review, by: User)                      a waiting letter is somebody's to decide now
review_escalated(review: Review, by: User)                     a reviewer asks for more eyes on a waiting letter
review_due(review: Review, overdue: bool)                      its deadline is near, or has passed
emergency_opened(emergency: Emergency, review: Review)         somebody wants a letter out against the rules: tell everybody
emergency_confirmed(emergency: Emergency, approval: Approval)  a second person said yes to that
recalled(recall: Recall, target: Target)                       something is withdrawn: stop what holds it, now
recall_listed(recall: Recall, added: list[RecallEntry])        every copy is listed: write to those concerned by what is new
"""

from django.dispatch import Signal

ruleset_changed = Signal()
block_recalled = Signal()
submitted = Signal()
approved = Signal()
returned = Signal()
voided = Signal()
recalled = Signal()
recall_listed = Signal()
review_assigned = Signal()
review_escalated = Signal()
review_due = Signal()
emergency_opened = Signal()
emergency_confirmed = Signal()
