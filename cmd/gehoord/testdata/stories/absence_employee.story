# AFWEZIG: the deputy gets what would have come to a colleague, until he is back.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
mail anna "[AFWEZIG tot=27-11 vervanger=@p.smit]" dmarc=pass
skip
reply zoe of confirmation
	Ik heb nog een foto van de bumper voor u.
expect piet customer_mail "nog een foto"
none zoe
at 2026-11-30 12:00
skip
reply zoe of confirmation
	En hier is het kenteken: AB-123-C.
expect anna customer_mail "AB-123-C"
none piet customer_mail
# A customer is not away.
reply zoe of confirmation "[AFWEZIG tot=27-12]" dmarc=pass
	Ik ben er even niet, maar de schade aan de bumper klopt niet.
expect anna customer_mail "ik ben er even niet"
none piet
reply zoe of confirmation
	Nog iets over de bumper.
expect anna customer_mail "Nog iets"
