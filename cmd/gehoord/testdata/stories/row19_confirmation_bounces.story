# Row 19, 2.1.2: the confirmation comes back; KLANT mail= sends it anew.
at 2026-11-20 09:00
mail anna "[NIEUW TEL SCHADE]" dmarc=pass
	Klant: Zoë van den Berg
	Mail: zoeee@klant.example
	Klacht:
	Mevrouw moet 780 euro betalen voor krassen op de bumper die er al zaten.
wait undo
status K-1 assigned|in_treatment confirmed=-
expect schade|anna undelivered "K-1"
mail frits "[K-1 KLANT mail=zoe@klant.example]" dmarc=pass
expect frits refusal "KLANT"
wait undo
none zoe
reply anna to schade of notice "[K-1 KLANT mail=zoe@klant.example]"
wait undo
status K-1 assigned|in_treatment customer=zoe confirmed=set
expect zoe confirmation "Wij behandelen uw klacht" "krassen op de bumper die er al zaten"
none zoe
# A second correction confirms nothing again.
reply anna to schade of notice `[K-1 KLANT naam="Zoë van den Berg" tel=06-12345678 taal=en]`
status K-1 assigned|in_treatment language=en name="Zoë van den Berg"
wait undo
none zoe
