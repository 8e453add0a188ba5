# Row 21: staff open it again, with a reason: new clocks, the customer and the manager hear it.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 HEROPEN]"
	Er was nog een rapport.
expect anna refusal
reply anna to schade of notice "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de helft van uw eindafrekening. Meer kunnen wij niet doen.
wait undo
skip
at 2026-11-30 09:00
reply anna to schade of notice "[K-1 HEROPEN]"
expect anna refusal
mail frits "[K-1 HEROPEN]" dmarc=pass
	Er was nog een rapport.
expect frits refusal "HEROPEN"
status K-1 settled
reply anna to schade of notice "[K-1 HEROPEN]"
	Er was nog een rapport.
status K-1 reopened respond_by=2026-12-01T09:00 resolve_by=2026-12-03T17:30 responded=- resolved=- agenda=set
wait undo
expect zoe reopening "Wij bekijken uw klacht opnieuw" "K-1" "23 november 2027" !"Er was nog een rapport"
expect meryem open_again "K-1"
none zoe
reply piet to schade of notice "[K-1 OPGELOST]"
	Beste mevrouw, u hebt gelijk. Wij halen het hele bedrag van uw eindafrekening.
wait undo
expect zoe resolution "het hele bedrag"
status K-1 settled resolved=2026-11-30
