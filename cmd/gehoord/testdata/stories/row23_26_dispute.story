# Rows 23, 24, 26: the committee, its ruling, and that it was carried out.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST uitkomst=ongegrond]"
	Beste mevrouw, de krassen staan niet in het rapport. Wij laten de rekening staan.
wait undo
skip
at 2026-11-23 09:00
reply anna to schade of notice "[K-1 GESCHIL zaak=4711 verweer=15-12]"
expect anna refusal "GESCHIL"
reply meryem to schade of notice "[K-1 UITSPRAAK uitkomst=gegrond]"
expect meryem refusal
status K-1 settled
reply meryem to schade of notice "[K-1 GESCHIL zaak=4711 verweer=15-12]"
	De commissie schreef ons een brief.
status K-1 dispute agenda=2026-12-15
expect directie dispute "K-1" "4711"
expect factuur dispute "K-1" "incasso"
expect meryem|schade dispute "K-1"
wait 10m
none zoe
# What the customer writes meanwhile reaches whoever handles it, and confirms nothing.
reply zoe of resolution
	Ik heb de zaak bij de commissie aangemeld.
none zoe
status K-1 dispute
skip

at 2026-12-14 10:00
reply anna to schade of notice "[K-1 UITSPRAAK uitkomst=gegrond uiterlijk=29-1]"
expect anna refusal "UITSPRAAK"
mail bea "[K-1 UITSPRAAK uitkomst=gegrond uiterlijk=29-1]" dmarc=pass
	De commissie geeft de klant gelijk.
status K-1 ruling agenda=2027-01-22
expect directie ruling "K-1"
expect meryem|schade ruling "K-1"
none zoe
skip

# A file is not closed while a ruling is not carried out.
mail meryem "[K-1 SLUIT]" dmarc=pass
	Klaar.
expect meryem refusal
status K-1 ruling
mail anna "[K-1 UITGEVOERD]" dmarc=pass
	Wij hebben 780 euro aan u terugbetaald op uw rekening.
expect anna refusal "UITGEVOERD"
mail meryem "[K-1 UITGEVOERD]" dmarc=pass
expect meryem refusal
wait 10m
none zoe
mail meryem "[K-1 UITGEVOERD]" dmarc=pass
	Wij hebben 780 euro aan u terugbetaald op uw rekening.
wait undo
expect zoe complied "780 euro aan u terugbetaald" "K-1"
status K-1 closed agenda=-
