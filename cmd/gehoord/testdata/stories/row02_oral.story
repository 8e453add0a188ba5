# Rows 2 (2.1.1): a complaint by telephone. The customer reads what was recorded; the clocks run from the conversation.
at 2026-11-20 11:30
mail anna `[NIEUW TEL SCHADE ontvangen="20-11 9:40"]` dmarc=pass
	Klant: mw. Z. van den Berg
	Mail: zoe@klant.example
	Tel: 06-12345678
	Kenteken: AB-123-C
	Klacht:
	Mevrouw moet 780 euro betalen voor krassen op de bumper die er al zaten.
complaints 1
status K-1 assigned|in_treatment department=SCHADE channel=phone customer=zoe received=2026-11-20T09:40 respond_by=2026-11-21T09:40 resolve_by=2026-11-25
wait undo
status K-1 assigned|in_treatment confirmed=set
expect zoe confirmation "Wij behandelen uw klacht" "K-1" "Dit hebben wij opgeschreven" "krassen op de bumper die er al zaten" "Klopt iets niet?"
expect anna receipt "K-1"
expect schade notice "krassen op de bumper"
none meryem

# The customer corrects what was recorded, by replying.
reply zoe
	Het gaat om 870 euro, niet om 780.
expect schade|anna customer_mail "870 euro"
none zoe
complaints 1
