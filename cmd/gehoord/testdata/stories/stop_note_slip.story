# 4.1: a bare answer is a note, the customer never sees it; a slip is suggested; a command twice is done once.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply anna to schade
	Rapport opgevraagd bij het archief.
# The first time she is told what became of it.
expect anna refusal "notitie"
reply anna to schade
	Het archief is nog dicht.
none anna
history K-1 "Rapport opgevraagd bij het archief"
reply anna to schade "[K-1 NOTITIE]"
	Archief belt morgen terug.
none anna
history K-1 "Archief belt morgen terug"
reply anna to schade "[K-1 AANNEMN]"
expect anna refusal "[K-1 AANNEMEN]"
status K-1 assigned handler=-
reply anna to schade "[K-1 AANNEMEN] [K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect anna refusal "twee opdrachten"
mail anna "[K-2026-000077 AANNEMEN]" dmarc=pass
expect anna refusal "K-2026-000077"
wait 10m
none zoe
status K-1 assigned
