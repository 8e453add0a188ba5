# 2.2: a complaint that came to a personal mailbox. NIEUW MAIL makes it one of whoever wrote it.
at 2026-11-23 09:00
mail zoe to anna "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
complaints 0
at 2026-11-23 11:00
forward anna "[NIEUW MAIL SCHADE]" dmarc=pass
complaints 1
status K-1 assigned|in_treatment department=SCHADE channel=mail customer=zoe
wait undo
status K-1 assigned|in_treatment confirmed=set
expect zoe confirmation "K-1"
expect anna receipt "K-1"
expect schade notice "780 euro"
reply zoe
	Het kenteken is AB-123-C.
expect schade|anna customer_mail "AB-123-C"

# As an attachment, and by somebody whose desk it is not: the department is told.
mail kees to sam "Dubbele incasso"
	De incasso van november is dubbel afgeschreven van mijn rekening.
forward sam attached "[NIEUW MAIL FACTUUR]" dmarc=pass
status K-2 assigned department=FACTUUR channel=mail customer=kees handler=-
wait undo
expect kees confirmation "K-2"
expect factuur notice "dubbel afgeschreven"
