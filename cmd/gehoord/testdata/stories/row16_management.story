# Row 16, design 8: management joins two working days after a breach.
at 2026-11-23 10:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
at 2026-11-26 07:00
none directie
at 2026-11-26 12:00
expect directie breach|digest "K-1"
