# Row 8: without a date the question is looked at again after two working days.
at 2026-11-23 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 VRAAG]"
	Beste mevrouw, hebt u een foto van de bumper van voor het inleveren?
status K-1 in_treatment waiting=customer agenda=2026-11-25 resolve_by=2026-11-26T17:30
# With one, then.
reply piet to schade "[K-1 VRAAG morgen]"
	Beste mevrouw, en wat stond er op het innameformulier?
status K-1 in_treatment waiting=customer agenda=2026-11-24
# Silence settles nothing: no pause, no settling by itself.
at 2026-12-21 12:00
status K-1 in_treatment waiting=customer resolve_by=2026-11-26T17:30 resolved=-
