"""What mail servers and people of the whole world send back, written down before the classifier was ever run over it.

Each case: a name, what it has to be called ("dead", "complaint", or what it must not be called dead for: "full", "policy", "temporary",
"auto-reply", "other"), and the mail. test_unseen.py says how much of it is understood.
"""

from collections.abc import Iterator

from tests.payloads.unseen_complaints import complaints
from tests.payloads.unseen_frames import KIM, exchange, exim, gmail, mail, postfix, qmail, report, sendmail

Case = tuple[str, str, bytes]


def _dead() -> Iterator[tuple[str, bytes]]:
    after = f"host mx.far.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<{KIM}>:\n    "
    for n, words in enumerate((
        f"550 5.1.1 <{KIM}>: Recipient address rejected: User unknown in virtual mailbox table",
        f"550 {KIM}... User unknown", "550-5.1.1 The email account that you tried to reach does not exist. Please try\n    550-5.1.1 double-checking",
        "550 No such person at this address", "550 #5.1.0 Address rejected.", "550 5.1.1 Not our Customer",
        f"550 5.1.1 unknown or illegal alias: {KIM}", f"550 I cannot deliver mail for <{KIM}>", "550 Requested action not taken: mailbox unavailable",
        "550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728", f"550 User not found: {KIM}",
        "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416 [416]",
        f"550 Message was not accepted -- invalid mailbox.  Local mailbox {KIM} is unavailable: user not found",
        "550 5.7.1 No such user!", "550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [a1B2c3.uk123]",
        f"550 permanent failure for one or more recipients ({KIM}:550 5.1.1 User unknown)",
        "550 Konto nie istnieje", "550 Odbiorca nieznany", f"550 <{KIM}> Nie ma takiego uzytkownika", "553 5.3.0 <kim@far.example>... No such user here",
        "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", "511 5.1.1 recipient address does not exist",
        "550 Unknown user", "550 recipient rejected: no mailbox", "550 Account not available", "550 This account is not allowed...kim: account closed",
    )):  # fmt: skip
        yield f"exim rcpt {n}", exim(after + words)
    for words in ("Unrouteable address", "all relevant MX records point to non-existent hosts", "unknown user", "unknown local-part \"kim\" in domain \"far.example\"",
                  "Unknown user", "all hosts in 'far.example' have been failing: host not found", "The mail server could not find far.exampel: unknown domain"):  # fmt: skip
        yield f"exim {words[:20]}", exim(words)
    for words in (
        "Sorry, no mailbox here by that name. vpopmail (#5.1.1)", "This address no longer accepts mail.", "Sorry, no mailbox here by that name. (#5.1.1)",
        "Sorry, I couldn't find any host named far.exampel. (#5.1.2)", "192.0.2.9 does not like recipient.\nRemote host said: 550 unknown user\nGiving up on 192.0.2.9.",
        "192.0.2.9 failed after I sent the message.\nRemote host said: 554 delivery error: dd This user doesn't have a yahoo.com account (kim@yahoo.com) [0] - mta1.mail.example",
        "192.0.2.9 does not like recipient.\nRemote host said: 550 5.1.1 unknown user account\nGiving up on 192.0.2.9.",
        "vdelivermail: account is gone. No mailbox here by that name. (#5.1.1)", "Sorry, that recipient address isn't in my list of allowed recipient addresses (#5.1.1)",
    ):  # fmt: skip
        yield f"qmail {words[:25]}", qmail(words)
    yield "postfix local", postfix('unknown user: "kim"', "5.1.1", 'x-unix; unknown user: "kim"')
    yield "postfix no host", postfix("Host or domain name not found. Name service error for name=far.exampel type=A: Host not found", "5.4.4",
                                     "X-Postfix; Host or domain name not found. Name service error for\n    name=far.exampel type=A: Host not found")  # fmt: skip
    yield (
        "postfix null mx",
        postfix("Domain far.example does not accept mail (nullMX)", "5.1.0", "X-Postfix; Domain far.example does not accept mail (nullMX)"),
    )
    yield "postfix relay 550", postfix("host mx.far.example[192.0.2.9] said: 550 5.1.1 <kim@far.example>: Recipient address rejected: far.example (in reply to RCPT TO command)",
                                       "5.1.1", "smtp; 550 5.1.1 <kim@far.example>: Recipient address rejected:\n    far.example")  # fmt: skip
    yield "postfix yahoo", postfix("host said: 552 1 Requested mail action aborted, mailbox not found (in reply to end of DATA command)", "5.0.0",
                                   "smtp; 552 1 Requested mail action aborted, mailbox not found")  # fmt: skip
    for status in ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"):
        yield f"silent {status}", report(status)
    for diagnostic in (
        "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        "smtp;550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR01FT003.eop-EUR01.prod.protection.outlook.com]",
        "smtp; 550 5.1.1 <kim@far.example> recipient rejected, address unknown", "smtp;550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found",
        "smtp; 550 5.1.1 Recipient not found. <http://x.co/irbounce>", "X-Notes; User kim (kim@far.example) not listed in Domino Directory",
        "smtp; 550 5.1.1 user does not exist", "smtp; 554 5.1.1 kim@far.example: unknown address", "smtp; 556 5.1.10 Recipient domain does not accept mail (nullMX)",
        "smtp; 550-5.1.1 <kim@far.example>: Email address could not be found, or was misspelled (G8)",
    ):  # fmt: skip
        yield (
            f"report {diagnostic[:40]}",
            report("5.0.0" if "Notes" in diagnostic else "5.1.1" if "5.1.1 " in diagnostic else "5.1.10", diagnostic),
        )
    yield "report 5.0.0 with words", report("5.0.0", "smtp; 550 No such recipient here")
    yield "report 4.4.7 but 550", report("5.0.0", "smtp; 550 5.1.1 unknown recipient", prose="expired")
    yield "sendmail user", sendmail("550 5.1.1 <kim@far.example>... User unknown",
                                    ">>> DATA\n<<< 550 5.1.1 <kim@far.example>... User unknown\n550 5.1.1 <kim@far.example>... User unknown\n<<< 503 5.0.0 Need RCPT (recipient)")  # fmt: skip
    yield (
        "sendmail host",
        sendmail("550 Host unknown", "550 5.1.2 <kim@far.exampel>... Host unknown (Name server: far.exampel.: host not found)"),
    )
    yield (
        "sendmail 550",
        sendmail("550 Requested action not taken: mailbox unavailable", ">>> RCPT To:<kim@far.example>\n<<< 550 sorry, no such mailbox"),
    )
    yield "exchange 2003", exchange("on 01.03.2027 09:00\n    The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the "
                                    "recipient directly to find out the correct address.\n    <mx.far.example #5.1.1>",
                                    body="Your message did not reach some or all of the intended recipients.")  # fmt: skip
    yield (
        "exchange 2007",
        exchange(
            "The recipient's e-mail address was not found in the recipient's e-mail system. Microsoft Exchange will not try to redeliver this message for you."
        ),
    )
    yield (
        "exchange 2010",
        exchange("The e-mail address you entered couldn't be found.\n\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##"),
    )
    yield "office 365", exchange("kim wasn't found at far.example.", body=f"Your message to {KIM} couldn't be delivered.")
    yield "office 365 de", exchange('"kim" wurde bei far.example nicht gefunden.', subject="Unzustellbar: Neues von Anna",
                                    body=f"Ihre Nachricht an {KIM} konnte nicht zugestellt werden.")  # fmt: skip
    yield (
        "office 365 fr",
        exchange(
            "kim est introuvable sur far.example.", subject="Non remis : Nouvelles", body=f"Votre message à {KIM} n'a pas pu être remis."
        ),
    )
    yield (
        "office 365 es",
        exchange(
            "No se encontró kim en far.example.", subject="No se puede entregar: Noticias", body=f"No se pudo entregar el mensaje a {KIM}."
        ),
    )
    yield (
        "office 365 pl",
        exchange(
            "Nie znaleziono użytkownika kim w domenie far.example.",
            subject="Niedostarczalny: Nowości",
            body=f"Nie można dostarczyć wiadomości do {KIM}.",
        ),
    )
    yield "gmail", gmail("Address not found\n\nYour message wasn't delivered to kim@far.example because the address couldn't be found, or is unable to receive mail.",
                         "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos")  # fmt: skip
    yield "gmail nxdomain", gmail("Address not found\n\nYour message wasn't delivered to kim@far.exampel because the domain far.exampel couldn't be found.",
                                  "DNS Error: DNS type 'mx' lookup of far.exampel responded with code NXDOMAIN Domain name not found: far.exampel")  # fmt: skip
    yield "gmail de", gmail("Adresse nicht gefunden\n\nDeine Nachricht wurde nicht an kim@far.example zugestellt, weil die Adresse nicht gefunden wurde oder keine E-Mails empfangen kann.",
                            "550 5.1.1 User unknown")  # fmt: skip
    yield (
        "gmail ko",
        gmail(
            "주소를 찾을 수 없음\n\n주소를 찾을 수 없거나 메일을 받을 수 없는 주소이므로 메일이 kim@far.example에 전송되지 않았습니다.",
            "550 5.1.1 no such user",
        ),
    )
    yield (
        "gmail group",
        gmail(
            "Address not found",
            "The group you tried to contact (kim) may not exist, or you may not have permission to post messages to the group. 550 5.1.1 unknown",
        ),
    )
    for name, words in (
        ("de", "Die E-Mail-Adresse existiert nicht."), ("de 2", "Das Postfach kim existiert nicht mehr."), ("de 3", "Empfänger unbekannt"),
        ("de 4", "Unbekannter Benutzer: kim"), ("de 5", "Diese E-Mail-Adresse ist nicht mehr gültig und wurde gelöscht: Benutzer unbekannt."),
        ("pl", "Podany adres nie istnieje."), ("pl 2", "Użytkownik nie istnieje"), ("pl 3", "Skrzynka odbiorcy nie istnieje."), ("pl 4", "Nie znaleziono adresata."),
        ("ko", "존재하지 않는 메일 계정입니다."), ("ko 2", "수신자를 찾을 수 없습니다."), ("ko 3", "받는 사람의 메일 주소가 존재하지 않습니다."), ("ko 4", "없는 사용자입니다."),
        ("es", "La dirección de correo no existe."), ("es 2", "Usuario desconocido"), ("es 3", "El buzón no existe"), ("es 4", "Destinatario desconocido"),
        ("ru", "Такого пользователя не существует."), ("ru 2", "Адрес получателя не найден."), ("ru 3", "Почтовый ящик не существует."), ("ru 4", "Нет такого пользователя"),
        ("fr", "L'adresse n'existe pas."), ("fr 2", "Destinataire inconnu"), ("fr 3", "Utilisateur inconnu"), ("fr 4", "Cette boîte aux lettres n'existe pas."),
        ("it", "Indirizzo inesistente"), ("it 2", "Utente sconosciuto"), ("pt", "Usuário desconhecido"), ("nl", "Onbekende gebruiker"), ("cs", "Uživatel neexistuje"),
    ):  # fmt: skip
        yield (
            f"prose {name}",
            mail(
                f"Mail to <{KIM}> could not be delivered:\n\n{words}\n",
                subject="Mail delivery failed",
                sender="Mail Delivery System <postmaster@far.example>",
            ),
        )
    for name, words in (
        ("groupwise", "The message could not be delivered to kim@far.example: User kim not found (D101)"), ("courier", "UNDELIVERABLE MAIL\n\n<kim@far.example>:\n User unknown."),
        ("hmailserver", "Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon\n   Subject: News\n\nThe following recipient(s) could not be reached:\n\nkim@far.example\n   Error Type: SMTP\n"
         "   Remote server (192.0.2.9) issued an error.\n   hMailServer sent: RCPT TO:<kim@far.example>\n   Remote server replied: 550 Unknown user"),
        ("mailenable", "Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:kim@far.example]\n\tReason: Remote server returned: 550 No such user"),
        ("communigate", "Failed to deliver to 'kim@far.example'\nLOCAL module(account kim) reports:\n account kim@far.example is unknown"),
        ("mdaemon", "The following address(es) failed:\n\nkim@far.example\n\n--- Session transcript follows ---\n RCPT To:<kim@far.example>\n 550 <kim@far.example>, Recipient unknown\n--- End"),
        ("mercury", "The message was not delivered: 550 kim@far.example - User not known at this site."), ("kerio", "kim@far.example: 550 5.1.1 User unknown"),
        ("icewarp", "<kim@far.example>:\nReason: 550 5.1.1 <kim@far.example> User unknown; rejecting"), ("imail", "User mailbox exceeds... no\nUnknown user: kim@far.example\nOriginal message follows."),
        ("ses", "An error occurred while trying to deliver the mail to the following recipients:\nkim@far.example\n550 5.1.1 user unknown"),
    ):  # fmt: skip
        yield name, mail(words, subject="Undeliverable Mail", sender="postmaster@far.example")
    whole = report("5.1.1", "smtp; 550 5.1.1 User unknown")
    yield "no closing boundary", whole[: whole.rindex(b"--=_b--")]
    yield "no boundary named", whole.replace(b'; boundary="=_b"', b"")
    yield "bare CR", whole.replace(b"\n", b"\r")
    yield "CRLF", whole.replace(b"\n", b"\r\n")
    yield "wrong part type", whole.replace(b"Content-Type: message/delivery-status", b"Content-Type: text/plain")
    yield (
        "upper case",
        whole.replace(b"message/delivery-status", b"MESSAGE/DELIVERY-STATUS").replace(b"Final-Recipient", b"FINAL-RECIPIENT"),
    )
    yield "nul bytes", whole.replace(b"News", b"Ne\x00ws")
    yield "eight bits in headers", whole.replace(b"Subject: Undelivered", "Subject: Nicht züstellbar ".encode("latin-1"))


def _not_dead() -> Iterator[tuple[str, str, bytes]]:
    after = "host mx.far.example [192.0.2.9]\n    SMTP error from remote mail server after end of data:\n    "
    for words in (
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "550 5.7.1 Message rejected due to content restrictions",
        "550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail. To reduce the amount of spam sent to Gmail,\n    550 this message has been blocked",
        "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", "550 5.7.1 Unauthenticated email from letters.example is not accepted due to domain's DMARC policy.",
        "550 SC-001 (BAY004) Unfortunately, messages from 192.0.2.1 weren't sent. Please contact your Internet service provider", "550 Rejected by header based Anti-Spoofing policy: letters.example",
        "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list", "554 Transaction failed. Reject due to policy restrictions.",
        "550 Barracuda Reputation blocked: http://www.barracudanetworks.com/reputation/?r=1&ip=192.0.2.1", "554 5.7.1 <b+17@letters.example>: Sender address rejected: Access denied",
        "550 5.1.8 Sender domain must exist", "550-Verification failed for <b+17@letters.example>\n    550-Unknown user\n    550 Sender verify failed", "554 5.7.1 Relay access denied",
        "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
        "552 5.3.4 Message size exceeds fixed maximum message size", "554 5.4.6 Hop count exceeded - possible mail loop", "550 High probability of spam", "554 5.7.1 Message contains a virus",
        "550 5.7.1 SPF check failed: 192.0.2.1 is not allowed to send mail from letters.example", "554 Denied (Mode: normal)", "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1",
    ):  # fmt: skip
        yield f"policy {words[:35]}", "policy", exim(after + words)
    for words in (
        "552 5.2.2 Mailbox full", "552-5.2.2 The email account that you tried to reach is over quota.", "550 mailbox is full", "552 Quota exceeded (mailbox for user is full)",
        "550 5.2.1 The email account that you tried to reach is disabled.", "452 4.2.2 The email account that you tried to reach is over quota", "550 Skrzynka odbiorcy jest pełna",
        "552 Postfach voll", "550 Почтовый ящик переполнен", "552 메일함 용량이 초과되었습니다", "552 Boîte aux lettres pleine", "552 El buzón está lleno", "554 5.2.2 STOREDRV.Deliver.Exception:QuotaExceededException",
    ):  # fmt: skip
        yield f"full {words[:35]}", "full", exim(after + words)
    for words in ("retry timeout exceeded", "Connection timed out", "SMTP timeout while connected to mx.far.example [192.0.2.9] after initial connection", "Connection refused",
                  "lowest numbered MX record points to local host", "451 4.3.0 Temporary lookup failure"):  # fmt: skip
        yield f"temporary {words[:30]}", "temporary", exim(words)
    yield "exim warning", "temporary", mail(
        f"This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.\n\n"
        f"The message identifier is:     1abcde-000000-00\n\nThe address to which the message has not yet been delivered is:\n\n  {KIM}\n    Delay reason: host unknown user lookup deferred\n\nNo action is required on your part. "
        "Delivery attempts will continue for\nsome time, and this warning may be repeated at intervals if the message\nremains undelivered.",
        subject="Warning: message 1abcde-000000-00 delayed 24 hours", more=f"X-Failed-Recipients: {KIM}\n")  # fmt: skip
    yield (
        "postfix delayed",
        "temporary",
        report(
            "4.4.1",
            "X-Postfix; connect to mx.far.example: Connection timed out",
            action="delayed",
            subject="Delayed Mail (still being retried)",
        ),
    )
    yield (
        "postfix delayed 2",
        "temporary",
        report(
            "4.1.1", "smtp; 450 4.1.1 <kim@far.example>: Recipient address rejected: unverified address: unknown user", action="delayed"
        ),
    )
    yield "sendmail warning", "temporary", mail(f"    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n"
                                                f"   ----- The following addresses had transient non-fatal errors -----\n<{KIM}>\n\n... while talking to mx:\n<<< 450 4.1.1 user unknown, try later",
                                                subject="Warning: could not send message for past 4 hours")  # fmt: skip
    yield (
        "office delayed",
        "temporary",
        mail(
            f"Delivery is delayed to these recipients or groups:\n\n{KIM}\n\nThis message hasn't been delivered yet. Delivery will continue to be attempted.",
            subject="Delivery delayed: News",
        ),
    )
    yield (
        "gmail incomplete",
        "temporary",
        gmail(
            "Delivery incomplete\n\nThere was a temporary problem delivering your message to kim@far.example. Gmail will retry for 46 more hours.",
            "451 4.3.0 try again",
            subject="Delivery Status Notification (Delay)",
        ),
    )
    yield (
        "german delay",
        "temporary",
        mail(
            f"Die Zustellung Ihrer Nachricht an {KIM} verzögert sich. Es wird weiter versucht, sie zuzustellen.",
            subject="Zustellung verzögert: Neues",
        ),
    )
    yield "expired", "policy", report("4.4.7", "smtp; 450 4.7.1 greylisted", prose="Message expired, giving up")
    yield "expired timeout", "temporary", report("4.4.1", "X-Postfix; connect to mx.far.example[192.0.2.9]:25: Connection timed out")
    yield "success", "other", report("2.0.0", "smtp; 250 2.0.0 OK", action="delivered", subject="Successful Mail Delivery Report")
    yield "relayed", "other", report("2.0.0", action="relayed", subject="Relayed: News")
    away = (
        ("en", "Automatic reply: News", "I am out of the office until 8 March with no access to email. The user of this mailbox will answer then."),
        ("en left", "Automatic reply: News", "I no longer work here. My address does not exist any more after 31 March, please write to office@far.example."),
        ("de", "Abwesenheitsnotiz: Neues", "Ich bin bis zum 8. März nicht im Büro. Ihre E-Mail wird nicht weitergeleitet."),
        ("de left", "Automatische Antwort: Neues", "Frau Kim ist nicht mehr in unserem Hause tätig. Dieses Postfach existiert ab Mai nicht mehr. Bitte wenden Sie sich an info@far.example."),
        ("pl", "Odpowiedź automatyczna: Nowości", "Jestem na urlopie do 8 marca. W pilnych sprawach proszę pisać na biuro@far.example."),
        ("ko", "부재중 자동 회신: 소식", "저는 3월 8일까지 휴가입니다. 급한 일은 office@far.example로 연락해 주세요."),
        ("es", "Respuesta automática: Noticias", "Estoy fuera de la oficina hasta el 8 de marzo."), ("ru", "Автоответ: Новости", "Я в отпуске до 8 марта и не читаю почту."),
        ("fr", "Réponse automatique : Nouvelles", "Je suis absente jusqu'au 8 mars. Cette adresse n'existe plus après mon départ."),
        ("ticket", "[Ticket#4711] We have received your message", "This is an automatic confirmation. We have received your request and will answer within two days."),
        ("unmonitored", "Re: News", "This mailbox is not monitored. Please do not reply to this message."),
    )  # fmt: skip
    for name, subject, words in away:
        yield (
            f"away {name}",
            "auto-reply",
            mail(words, subject=subject, sender=f"Kim Doe <{KIM}>", more="Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n"),
        )
    for name, subject, words in away:
        yield f"away {name} unmarked", "auto-reply", mail(words, subject=subject, sender=f"Kim Doe <{KIM}>")
    for name, subject, words in (
        ("tmda", "Please confirm your message", "This message was created automatically by mail delivery software (TMDA).\n\nYour message attached below is being held because the address <b+17@letters.example> has not been verified. To release your message for delivery, please send an empty message"),
        ("boxtrapper", "Your email requires verification verify#abc", "The message you sent requires that you verify that you are a real live human being and not a spam source."),
        ("earthlink", "Your message to kim: action required", "I apologize for this automatic reply to your email. To control spam, I now allow incoming messages only from senders I have approved beforehand."),
        ("moderation", "Your message to kim-list awaits moderator approval", "Your mail to 'kim-list' with the subject News is being held until the list moderator can review it for approval."),
        ("not a member", "Post by non-member", "You are not allowed to post to this mailing list, and your message has been automatically rejected."),
    ):  # fmt: skip
        yield f"challenge {name}", "auto-reply", mail(words, subject=subject, sender=f"<{KIM}>", more="Auto-Submitted: auto-replied\n")
    yield "receipt", "auto-reply", mail("--m\nContent-Type: text/plain\n\nYour message was read.\n--m\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;kim@far.example\nDisposition: manual-action/MDN-sent-manually; displayed\n--m--\n",
                                        subject="Read: News", sender=KIM, more='MIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary="m"\n')  # fmt: skip
    person = f"Kim Doe <{KIM}>"
    bounce = "550 5.1.1 <anna@old.example>: Recipient address rejected: User unknown"
    for name, subject, words, sender in (
        ("newsletter on bounces", "How to read '550 5.1.1 User unknown'", "In this issue: what user unknown means, why mailbox does not exist is final, and how to clean your list.", "Deliverability Weekly <news@weekly.example>"),
        ("list post", "Re: [postfix-users] User unknown in local recipient table", f"> {bounce}\n\nYou need local_recipient_maps. Did you run postmap?", "Jo <jo@lists.example>"),
        ("person forwards", "Fwd: Undelivered Mail Returned to Sender", f"Hi Anna, I wrote to your other address and got this:\n\n{bounce}\n\nIs it still right?", person),
        ("person moved", "My address has changed", "Hello, kim@old.example does not exist any more, please write to me here.", person),
        ("person moved de", "Neue Adresse", "Hallo Anna, meine alte Adresse existiert nicht mehr, bitte nimm diese hier.", person),
        ("person moved pl", "Nowy adres", "Cześć, mój stary adres już nie istnieje, pisz proszę na ten.", person),
        ("person angry", "Re: News", "Who are you? Unknown user? Take me off this list, mailbox full of this!", person),
        ("phish full", "Mail delivery failed: your mailbox is full", "Dear user, your mailbox kim has exceeded its quota. 14 undelivered messages are pending. Click https://evil.example/login to release them.", "IT Support <helpdesk@evil.example>"),
        ("phish returned", "Returned mail: 3 messages could not be delivered", "Your incoming messages were returned. User unknown. Review here: https://evil.example", "Mail Admin <admin@evil.example>"),
        ("vendor", "Reduce your bounces by 40 %", "Invalid recipient? Mailbox not found? Our service cleans your list.", "Sales <sales@cleaner.example>"),
        ("dmarc", "Report Domain: letters.example Submitter: far.example Report-ID: 1", "This is a DMARC aggregate report.", "noreply-dmarc@far.example"),
        ("tls report", "Report Domain: letters.example Submitter: google.com", "This is a TLS report.", "noreply-smtp-tls-reporting@google.com"),
        ("quarantine", "Quarantine summary for kim", "3 messages were held. User: kim. Release or delete.", "quarantine@far.example"),
        ("order", "Your order 550 has been shipped", "Address: 5.1.1 Main street. Recipient: unknown until delivery.", "Shop <orders@shop.example>"),
        ("question", "Re: the tea", "I could not be at home, the parcel could not be delivered and was returned to sender. Can you send it again?", person),
        ("ticket person", "Re: user not found", "When I log in to your shop it says user not found. What now?", person),
        ("empty", "", "", person),
    ):  # fmt: skip
        yield (
            f"people {name}",
            "other",
            mail(words, subject=subject, sender=sender).replace(b"Return-Path: <>\n", b"Return-Path: <x@far.example>\n"),
        )


def cases() -> Iterator[Case]:
    yield from ((name, "dead", raw) for name, raw in _dead())
    yield from _not_dead()
    yield from ((name, "complaint", raw) for name, raw in complaints())
