# Design 6: after a day the command is gone, and one that the mail server calls forged is refused at once.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
mail anna "[K-1 AANNEMEN]"
expect anna was_this_you
at 2026-11-24 09:01
reply anna of was_this_you
expect anna refusal
status K-1 assigned handler=-
skip
mail anna "[K-1 OPGELOST]" dmarc=fail
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect anna refusal "niet van u"
wait 10m
none zoe
none anna was_this_you
status K-1 assigned resolved=-
