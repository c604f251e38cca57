"""Whole bounces that no frame makes: (name, class, recipients, mail). Several recipients, delays, odd types, other languages."""

from base64 import encodebytes

from .frames import postfix, qmail

KIM = ("kim@far.example",)


def fields(
    *blocks: str,
    prose: str = "Sorry.",
    top: str = "multipart/report; report-type=delivery-status",
    sender: str = "MAILER-DAEMON@mx.frame.example",
    kind: str = "message/delivery-status",
    subject: str = "Undelivered Mail Returned to Sender",
) -> bytes:
    joined = "\n\n".join(("Reporting-MTA: dns; mx.frame.example", *blocks))
    return (
        f'Return-Path: <>\nFrom: {sender}\nTo: anna@letters.example\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: {top}; boundary="r"\n\n'
        f"--r\nContent-Type: text/plain; charset=utf-8\n\n{prose}\n\n--r\nContent-Type: {kind}\n\n{joined}\n\n--r--\n"
    ).encode()


def one(rcpt: str, status: str, said: str, action: str = "failed") -> str:
    return f"Final-Recipient: rfc822; {rcpt}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}"


def prose(
    body: str,
    subject: str = "Undeliverable mail",
    sender: str = "Mail Delivery Subsystem <MAILER-DAEMON@mx.frame.example>",
    *,
    charset: str = "",
    more: str = "",
) -> bytes:
    typed = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    return f"Return-Path: <>\nFrom: {sender}\nTo: anna@letters.example\nSubject: {subject}\n{typed}{more}\n".encode() + body.encode(
        charset or "utf-8"
    )


DEAD, GONE = one("kim@far.example", "5.1.1", "550 5.1.1 user unknown"), one("lee@far.example", "5.1.2", "host not found")
REPORTS = [
    ("two dead", "dead", ("kim@far.example", "lee@far.example"), fields(DEAD, GONE)),
    ("dead and full", "dead", KIM, fields(one("lee@far.example", "5.2.2", "552 over quota"), DEAD)),
    ("dead and delivered", "dead", KIM, fields(one("lee@far.example", "2.1.5", "250 ok", "delivered"), DEAD)),
    ("delivered only", "unknown", KIM, fields(one("kim@far.example", "2.0.0", "250 ok", "delivered"), subject="Delivery Status Notification (Success)")),
    ("relayed only", "unknown", KIM, fields(one("kim@far.example", "2.1.9", "relayed", "relayed"))),
    ("delayed", "temporary", KIM, fields(one("kim@far.example", "4.4.1", "connect timed out", "delayed"), subject="Delayed Mail (still being retried)")),
    ("delayed though unknown", "temporary", KIM, fields(one("kim@far.example", "5.1.1", "550 user unknown", "delayed"))),
    ("5.0.0 with plain words", "dead", KIM, fields(one("kim@far.example", "5.0.0", "550 user unknown"))),
    ("4.0.0 failed with 550", "dead", KIM, fields(one("kim@far.example", "4.0.0", "550 5.1.1 no such user"))),
    ("5.1.1 for spam", "policy", KIM, fields(one("kim@far.example", "5.1.1", "550 message looks like spam"))),
    ("4.4.7 on a full mailbox", "full", KIM, fields(one("kim@far.example", "4.4.7", "452 4.2.2 mailbox full"))),
    ("no diagnostic", "dead", KIM, fields("Final-Recipient: rfc822; kim@far.example\nAction: failed\nStatus: 5.1.1")),
    ("status only in prose", "dead", KIM, fields("Final-Recipient: rfc822; kim@far.example\nAction: failed", prose="<kim@far.example>: 550 5.1.1 user unknown")),
    ("status with a comment", "dead", KIM, fields("Final-Recipient: RFC822;<kim@far.example>\nAction: Failed (gave up)\nStatus: 5.1.1 (bad destination mailbox address)")),
    ("spaces everywhere", "dead", KIM, fields("Final-Recipient :  rfc822 ; kim@far.example\nAction : failed\nStatus :  5 . 1 . 1")),
    ("folded diagnostic", "dead", KIM, fields("Final-Recipient: rfc822;kim@far.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550\n we have\n no such user here")),
    ("no blank line between two", "dead", ("kim@far.example", "lee@far.example"), fields(DEAD + "\n" + GONE)),
    ("final recipient is a mailbox name", "dead", KIM, fields("Original-Recipient: rfc822;kim@far.example\nFinal-Recipient: x400; /c=xx/s=kim\nAction: failed\nStatus: 5.1.1")),
    ("global report", "dead", KIM, fields(DEAD, kind="message/global-delivery-status")),
    ("report as an attachment", "dead", KIM, fields(DEAD, kind='application/octet-stream; name="details.txt"')),
    ("multipart mixed", "dead", KIM, fields(DEAD, top="multipart/mixed")),
    ("a person's name as sender", "dead", KIM, fields(DEAD, sender="Kim's Server <robot@far.example>")),
    ("ip that looks like a code", "unknown", KIM, fields(one("kim@far.example", "5.0.0", "554 refused by 192.5.1.1 in 4.1.2.3"))),
    ("base64 report", "dead", KIM, fields("x").replace(b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.frame.example\n\nx", b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n" + encodebytes(("Reporting-MTA: dns; x\n\n" + DEAD).encode()))),
    ("cut in the middle", "dead", KIM, postfix(*KIM, "5.1.1", "550 5.1.1 user unknown").partition(b"--=_x\nContent-Type: message/rfc822")[0]),
    ("cut in the fields", "dead", KIM, postfix(*KIM, "5.1.1", "550 5.1.1 user unknown").partition(b"Remote-MTA")[0]),
    ("utf-16 file", "dead", KIM, qmail(*KIM, "", "550 no such user").decode().encode("utf-16")),
    ("bare cr", "dead", KIM, qmail(*KIM, "", "550 no such user").replace(b"\n", b"\r")),
    ("mbox line and bom", "dead", KIM, b"\xef\xbb\xbfFrom MAILER-DAEMON Wed Mar  4 10:00:00 2026\n" + qmail(*KIM, "", "550 no such user")),
    ("qmail, two with two causes", "dead", KIM, prose("Hi. This is the qmail-send program at mx.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<lee@far.example>:\nThe mailbox is over quota. (#5.2.2)\n\n<kim@far.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n", "failure notice")),
    ("exchange 5.5", "dead", KIM, prose("Your message\n\n  To:      kim@far.example\n  Subject: Hello\n\ndid not reach the following recipient(s):\n\nkim@far.example on Wed, 4 Mar 2026 10:00:00 +0100\n    The recipient name is not recognized\n    The MTS-ID of the original message is: c=us;a= ;p=Far\n    MSEXCH:IMS:FAR:SITE:SERVER 0 (000C05A6) Unknown Recipient\n", "Undeliverable: Hello", "System Administrator <postmaster@far.example>")),
    ("domino", "dead", KIM, prose("Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  kim@far.example\n\nbecause:\n\n  User kim (kim@far.example) not listed in Domino Directory\n", "DELIVERY FAILURE: User kim not listed in Domino Directory", "Postmaster@far.example")),
    ("notes in japanese", "dead", KIM, prose("------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nkim@far.example\n\n------- Returned Message --------\n", "メール配信不能", charset="iso-2022-jp")),
    ("groupwise", "dead", KIM, prose("The message that you sent was undeliverable to the following:\n\tkim@far.example (user not found)\n\nPossibly truncated original message follows:\n", "Message status - undeliverable", "Mail Router <postmaster@far.example>")),
    ("surfcontrol", "dead", KIM, prose("Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: kim@far.example\n\nWed 4 Mar 2026 10:00:00\nFailed to send to identified host,\nkim@far.example: [192.0.2.7], 550 kim@far.example... No such user\n", "Undeliverable mail", "MTA@frame.example")),
    ("interscan", "dead", KIM, prose("Sent <<< RCPT TO:<kim@far.example>\nReceived >>> 550 5.1.1 <kim@far.example>... user unknown\n\nUnable to deliver message to <kim@far.example>\n", "Mail could not be delivered", "InterScan MSS <imss@frame.example>")),
    ("sun", "dead", KIM, prose("This report relates to a message you sent with the following header fields:\n\n  To: kim@far.example\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: kim@far.example\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 <kim@far.example>... User Unknown\n", "Delivery Notification: Delivery has failed", "Internet Mail Delivery <postmaster@frame.example>")),
    ("imail", "dead", KIM, prose("Unknown user: kim@far.example\n\n\nOriginal message follows.\n", "Undeliverable Mail", "Postmaster <postmaster@far.example>")),
    ("imail full", "full", KIM, prose("User mailbox exceeds allowed size: kim@far.example\n\n\nOriginal message follows.\n", "Undeliverable Mail", "Postmaster <postmaster@far.example>")),
    ("phone company", "full", KIM, prose("Your mail sent on: Wed, 4 Mar 2026 10:00:00 +0900\n    Could not be delivered to: <kim@far.example>\n    As their mailbox is full.\n", "Mail System Error - Returned Mail", "no-reply@app.frame.example")),
    ("pipe", "temporary", KIM, prose("The message could not be delivered to kim@far.example:\nall hosts for far.example have been failing for a long time and were last tried after this message arrived: retry timeout exceeded\n", "Mail delivery failed: returning message to sender")),
    ("exim delay", "temporary", KIM, prose("This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.\n\n  kim@far.example\n    Delay reason: mailbox server does not answer\n\nNo action is required on your part. Delivery attempts will continue for some time.\n", "Warning: message 1abc delayed 24 hours")),
    ("sendmail warning", "temporary", KIM, prose("    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- The following addresses had transient non-fatal errors -----\n<kim@far.example>\n\n   ----- Transcript of session follows -----\n<kim@far.example>... Deferred: Connection timed out with mx.far.example.\nWarning: message still undelivered after 4 hours\n", "Warning: could not send message for past 4 hours")),
    ("german", "dead", KIM, prose("Ihre Nachricht konnte nicht zugestellt werden.\n\nkim@far.example\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n", "Unzustellbar: Hallo", charset="iso-8859-1")),
    ("german full", "full", KIM, prose("Die E-Mail an kim@far.example konnte nicht zugestellt werden: Das Postfach des Empfängers ist überfüllt.\n", "Zustellung fehlgeschlagen", charset="iso-8859-1")),
    ("german delay", "temporary", KIM, prose("Die Zustellung an kim@far.example verzögert sich. Die Zustellung wird weiterhin versucht.\n", "Zustellung verzögert")),
    ("polish", "dead", KIM, prose("Wiadomość nie została dostarczona do adresata kim@far.example.\nPowód: taki użytkownik nie istnieje.\n", "Nie dostarczono wiadomości", charset="iso-8859-2")),
    ("polish full", "full", KIM, prose("Nie udało się dostarczyć wiadomości do kim@far.example: skrzynka odbiorcy jest przepełniona.\n", "Zwrot wiadomości", charset="cp1250")),
    ("spanish", "dead", KIM, prose("No se pudo entregar el mensaje a:\n\nkim@far.example\nNo se encontró la dirección de correo electrónico que escribió. La cuenta no existe.\n", "No se puede entregar: Hola")),
    ("spanish full", "full", KIM, prose("No se ha podido entregar su mensaje a kim@far.example. El buzón está lleno.\n", "Error de entrega", charset="iso-8859-1")),
    ("indonesian", "dead", KIM, prose("Pesan Anda tidak dapat dikirim ke kim@far.example.\nAlamat email tidak ditemukan.\n", "Pesan tidak terkirim")),
    ("russian koi8", "dead", KIM, prose("Ваше письмо не может быть доставлено.\n\nkim@far.example: пользователь не найден\n", "Недоставленное сообщение", charset="koi8-r")),
    ("russian", "full", KIM, prose("Сообщение не доставлено адресату kim@far.example, потому что почтовый ящик переполнен.\n", "Не доставлено", charset="windows-1251")),
    ("korean", "dead", KIM, prose("메일이 전송되지 않았습니다.\n\n받는 사람: kim@far.example\n실패 이유: 존재하지 않는 메일 주소입니다.\n", "메일 전송 실패", "메일 관리자 <postmaster@far.example>", charset="euc-kr")),
    ("korean full", "full", KIM, prose("kim@far.example 님께 보내신 메일이 반송되었습니다.\n사유: 수신자의 메일함 용량이 초과되었습니다.\n", "[반송] 메일 발송 실패", "postmaster@far.example")),
    ("korean policy", "policy", KIM, prose("kim@far.example 님께 보내신 메일이 반송되었습니다.\n사유: 스팸으로 차단되었습니다.\n", "반송 메일", "postmaster@far.example")),
    ("japanese", "dead", KIM, prose("メールを配信できませんでした。\n\nkim@far.example\n理由: 宛先のユーザーが存在しません。\n", "配信エラー", charset="iso-2022-jp")),
    ("chinese", "dead", KIM, prose("您的邮件无法投递。\n\nkim@far.example\n原因：收件人不存在\n", "系统退信", charset="gb18030")),
    ("wrong charset", "dead", KIM, prose("x", "Unzustellbar").replace(b"\n\nx", "\nContent-Type: text/plain; charset=us-ascii\n\nkim@far.example: Empfänger existiert nicht\n".encode("latin-1"))),
    ("amazon", "dead", KIM, b'From: no-reply@sns.frame.example\nSubject: AWS Notification Message\n\n{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"kim@far.example","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},"mail":{}}\n'),
]  # fmt: skip
