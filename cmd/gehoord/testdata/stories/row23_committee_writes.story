# Row 23, design 4: mail of the committee is never confirmed; management is told.
at 2026-11-23 09:00
mail commissie "Zaak 4711: uw verweer"
	Geachte heer, mevrouw, dit betreft zaak 4711.

	Mevrouw Van den Berg heeft een geschil met u over schade aan de bumper bij het
	inleveren. Wij verzoeken u binnen een maand te reageren.
none commissie
expect directie notice|committee "4711"
wait 1h
none commissie
none zoe

# Also when it answers on a complaint that is there.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
complaints 1
mail commissie "Zaak 4712, uw kenmerk [K-1]"
	Zaak 4712: wij hebben een geschil ontvangen over deze klacht.
expect directie notice|committee "4712"
none commissie
none zoe
