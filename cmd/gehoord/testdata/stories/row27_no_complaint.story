# Row 27: what is no complaint. Spam is the employee's word, a question the manager's; the customer who was confirmed hears it.
at 2026-11-23 09:00
mail zoe "Vraag over inleveren"
	Waar kan ik schade aan de bumper melden voor het inleveren van mijn auto?
mail kees "Bumper kopen?"
	Schade aan uw bumper? Wij leveren bumpers met korting na het inleveren.
skip
mail frits "[K-2 GEENKLACHT SPAM]" dmarc=pass
expect frits refusal "GEENKLACHT"
reply anna to schade "[K-2 GEENKLACHT SPAM]"
status K-2 not_a_complaint agenda=-
wait undo
none zoe

reply anna to schade of notice "[K-2 GEENKLACHT]"
expect anna refusal
mail anna "[K-1 GEENKLACHT VRAAG]" dmarc=pass
	Dit is gewoon een vraag.
status K-1 assigned
expect meryem decision "K-1"
wait undo
none zoe
reply meryem of decision "[K-1 GEENKLACHT VRAAG]"
status K-1 not_a_complaint agenda=-
wait undo
expect zoe reclassified "vraag"
none zoe

# It can be taken back.
mail meryem "[K-1 HEROPEN]" dmarc=pass
	Het was toch een klacht.
status K-1 reopened
