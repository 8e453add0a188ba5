# Row 15: the manager takes over unasked. Then management watches, because nobody watches himself.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
skip
mail lotte "[K-1 OVERNEMEN]" dmarc=pass
expect lotte refusal "OVERNEMEN"
reply piet to schade of notice "[K-1 OVERNEMEN]"
expect piet refusal "Meryem Jansen"
status K-1 in_treatment handler=anna
reply meryem to schade of notice "[K-1 OVERNEMEN]"
status K-1 in_treatment handler=meryem
wait undo
expect zoe takeover "Onze leidinggevende behandelt uw klacht"
expect anna handover
at 2026-11-24 12:00
expect directie breach|digest "K-1"
none meryem breach
