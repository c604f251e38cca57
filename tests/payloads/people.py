"""Mails from people and from their mail programs: (name, kind, mail). None of them may ever cost an address."""

from base64 import encodebytes


def mail(
    body: str, *, subject: str = "Re: Something for you", sender: str = "Kim Park <kim@far.example>", more: str = "", charset: str = "utf-8"
) -> bytes:
    head = f"From: {sender}\nTo: anna@letters.example\nSubject: {subject}\n{more}"
    return f"{head}\n".encode() + f"{body}\n".encode(charset)


_QUOTED = (
    "\n> This is the mail system at host mx.frame.example.\n> <lee@far.example>: host mx.far.example said: 550 5.1.1 User unknown\n"
    "> Final-Recipient: rfc822; lee@far.example\n> Action: failed\n> Status: 5.1.1\n"
)
_PASTED = "Final-Recipient: rfc822; lee@far.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n"
_AUTO = "Auto-Submitted: auto-replied\n"

AUTOMATIC = [
    ("rfc 3834", mail("I am away. User unknown at the desk.", more=_AUTO)),
    ("exchange", mail("I'm at a fair. My mailbox is full of news.", subject="Automatic reply: Something for you", more="X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n")),
    ("precedence", mail("Thanks, I will read it.", more="Precedence: auto_reply\n")),
    ("x-autoreply", mail("Thanks.", more="X-Autoreply: yes\n")),
    ("x-autorespond", mail("Thanks.", more="X-Autorespond: Something for you\n")),
    ("out of office", mail("Back on Monday.", subject="Out of Office: Something for you")),
    ("ooo re", mail("I am out of the office until 12 March. For urgent matters please contact lee@far.example.")),
    ("en headerless", mail("Hello,\n\nI am currently on annual leave with limited access to my email. I will reply when I return on 3 May.\n\nKim")),
    ("de subject", mail("Ich bin bis Freitag nicht da.", subject="Automatische Antwort: Etwas für Sie")),
    ("de abwesend", mail("Bitte haben Sie Geduld.", subject="Abwesenheitsnotiz")),
    ("de headerless", mail("Guten Tag,\n\nich bin bis zum 12. August im Urlaub. In dringenden Fällen wenden Sie sich bitte an lee@far.example.", subject="AW: Etwas für Sie")),
    ("pl subject", mail("Wracam w poniedziałek.", subject="Autoodpowiedź: Coś dla Ciebie")),
    ("pl headerless", mail("Dzień dobry,\n\nprzebywam na urlopie do dnia 14 sierpnia. W pilnych sprawach proszę o kontakt z lee@far.example.", subject="Odp: Coś dla Ciebie")),
    ("pl latin 2", mail("Przebywam na urlopie do 3 maja, wracam wkrótce.", more="Content-Type: text/plain; charset=iso-8859-2\n", charset="iso-8859-2")),
    ("es subject", mail("Vuelvo el lunes.", subject="Respuesta automática: Algo para ti")),
    ("es headerless", mail("Hola,\n\nestoy fuera de la oficina hasta el 5 de mayo. Para urgencias contacte con lee@far.example.", subject="RE: Algo para ti")),
    ("ko subject", mail("다음 주에 돌아옵니다.", subject="[자동응답] 부재중입니다")),
    ("ko headerless", mail("안녕하세요. 현재 휴가 중이며 5월 3일까지 자리를 비웁니다. 급한 일은 lee@far.example 로 연락 주세요.")),
    ("ko euc-kr", mail("안녕하세요. 현재 휴가 중이며 5월 3일까지 자리를 비웁니다. 급한 일은 연락 주세요.", more="Content-Type: text/plain; charset=euc-kr\n", charset="euc-kr")),
    ("id subject", mail("Saya kembali Senin.", subject="Balasan otomatis: Sesuatu untuk Anda")),
    ("id headerless", mail("Halo,\n\nsaya sedang cuti sampai 5 Mei. Untuk hal mendesak hubungi lee@far.example.")),
    ("fr", mail("Je suis absente jusqu'au 3 mai. En cas d'urgence, contactez lee@far.example.", subject="Réponse automatique : Quelque chose")),
    ("it", mail("Sono fuori ufficio fino al 3 maggio, al rientro rispondo.")),
    ("ru", mail("Я нахожусь в отпуске до 12 мая. По срочным вопросам обращайтесь к коллегам.")),
    ("ja subject", mail("休暇中です。", subject="=?utf-8?b?6Ieq5YuV5b+c562U?=: letter")),
    ("ja jis", mail("ただいま不在にしております。5月3日まで休暇をいただいております。", more="Content-Type: text/plain; charset=iso-2022-jp\n", charset="iso-2022-jp")),
    ("zh", mail("我不在。", subject="自动回复: 给您的信")),
    ("ticket", mail("This is an automated response. Your request was received, ticket 4711.", subject="Ticket received [#4711]", sender="Help <help@far.example>")),
    ("left the company, but says so by machine", mail("Kim Park no longer works here. Please contact lee@far.example.", subject="Automatic reply: Something for you", more=_AUTO)),
    ("challenge", mail("To prove that you are a person, click here. You only do this once.", subject="Please confirm your message to kim@far.example", more="X-Auto-Response-Suppress: All\n")),
    ("challenge boxtrapper", mail("The message you sent requires that you verify that you are a real live human being.", subject="Your email requires verification verify#AbC", more="X-BoxTrapper-Verify: yes\n")),
    ("receipt", mail("x", subject="Read: Something for you", more='Content-Type: multipart/report; report-type=disposition-notification; boundary="q"\n').replace(
        b"x\n", b"--q\nContent-Type: text/plain\n\nYour message was read.\n\n--q\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;kim@far.example\nDisposition: automatic-action/MDN-sent-automatically; displayed\n\n--q--\n")),
    ("receipt deleted", mail("x", subject="Not read: Something for you", more='Content-Type: multipart/report; report-type=disposition-notification; boundary="q"\n').replace(
        b"x\n", b"--q\nContent-Type: text/plain\n\nYour message was deleted without being read.\n\n--q\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;kim@far.example\nDisposition: manual-action/MDN-sent-manually; deleted\n\n--q--\n")),
]  # fmt: skip

OTHER = [
    ("answer", mail("What a lovely letter! Do you keep the blue coat for me?")),
    ("answer about an address", mail("My old address kim.old@far.example does not exist any more, please use this one.")),
    ("answer about a full mailbox", mail("Sorry, my mailbox was full, your letter came back, so I write from here: kim2@far.example.")),
    ("quotes a bounce", mail("Anna, this came back from Lee, do you have a newer address?" + _QUOTED)),
    ("pastes a bounce", mail("Anna, look:\n\n" + _PASTED, subject="Your mail to Lee")),
    ("forwards a bounce", mail("FYI, what does this mean?\n\n---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@frame.example>\n\nDelivery to the following recipient failed permanently: lee@far.example 550 5.1.1 no such user", subject="Fwd: Delivery Status Notification (Failure)")),
    ("human about bounces", mail("Some of your mails were returned: undeliverable, could not be delivered, user unknown. Any idea? kim@far.example", subject="Re: Undeliverable mails")),
    ("parcel", mail("The parcel was not delivered to 1 High Street.", subject="Delivery failed")),
    ("short holiday", mail("Lovely! I'm on holiday in Gdańsk next week and will come by the shop. Kim")),
    ("urgent", mail("Could you contact me? It is urgent, I need the cream until Friday.")),
    ("de answer", mail("Liebe Anna, ich komme am Freitag vorbei, bis dann!", subject="AW: Etwas für Sie")),
    ("pl answer", mail("Dziękuję, wpadnę w piątek. Do zobaczenia!", subject="Odp: Coś dla Ciebie")),
    ("ko answer", mail("안녕하세요, 금요일에 들를게요. 감사합니다!")),
    ("stop", mail("Please stop sending me these. This is spam.")),
    ("newsletter", mail("Sale! 50 % off. Unsubscribe here.", subject="Spring sale", sender="Shop <news@shop.example>", more="Precedence: bulk\nList-Unsubscribe: <https://shop.example/u>\n")),
    ("dmarc aggregate", mail("x", subject="Report Domain: letters.example Submitter: far.example Report-ID: 1", sender="noreply-dmarc-support@far.example", more="Content-Type: application/zip\nContent-Transfer-Encoding: base64\n")),
    ("invoice no-reply", mail("Your invoice is ready.", subject="Invoice 12", sender="no-reply@shop.example")),
    ("moderation", mail("Your message to the group awaits moderation: post by non-member.", subject="Your message to chat awaits moderator approval", sender="chat-owner@lists.example")),
    ("disclaimer", mail("Thank you, see you!\n\nIf you are not the intended recipient of this message, delete it. Wrong address? Tell the sender.")),
    ("empty", b""),
    ("newlines", b"\r\n\r\n\r\n"),
    ("noise", bytes(range(256)) * 20),
    ("zip", b"PK\x03\x04" + bytes(range(255, -1, -1)) * 30),
    ("only a header", b"Subject: hello"),
    ("8-bit headers", "From: Zoë <zoe@far.example>\nSubject: Grüße, Ärger und Ödnis\n\nHallo Anna, bis bald!".encode("latin-1")),
    ("utf-16", mail("Hello Anna, see you on Friday!").decode().encode("utf-16")),
    ("base64 answer", mail(encodebytes("Liebe Anna, danke für den Brief!".encode()).decode(), more="Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n")),
    ("broken base64", mail("!!!notbase64===", more="Content-Transfer-Encoding: base64\n")),
    ("unknown charset", mail("Hello", more="Content-Type: text/plain; charset=x-klingon\n")),
    ("charset that is no text", mail("48656c6c6f", more="Content-Type: text/plain; charset=hex\n")),
    ("no boundary", b"Content-Type: multipart/report; boundary=\n\n--\n"),
    ("boundary never seen", b'From: kim@far.example\nContent-Type: multipart/mixed; boundary="never"\n\nHello Anna\n'),
    ("rfc 2231 nonsense", b"From: kim@far.example\nContent-Type: text/plain; name*0*=us-ascii'en'%ff; name*99999999999=x; charset*=''\n\nHello\n"),
]  # fmt: skip
