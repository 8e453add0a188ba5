# Rows 17, 18: STOP holds a letter back while it can; a complaint is settled when the letter has left.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 7800 euro van uw eindafrekening. U krijgt een nieuwe.
status K-1 resolving resolved=-
expect anna receipt "7800 euro"
wait 1m
tap anna STOP of receipt
expect anna receipt
status K-1 in_treatment resolved=- agenda=set
wait 10m
none zoe
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
expect zoe resolution "de 780 euro" !"7800"
status K-1 settled resolved=2026-11-23T09:13 agenda=-
skip anna
reply anna to schade "[K-1 STOP]"
expect anna refusal
status K-1 settled
