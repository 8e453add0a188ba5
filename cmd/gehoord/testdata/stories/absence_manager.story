# AFWEZIG of a manager: his deputy decides.
at 2026-11-23 09:00
mail meryem "[AFWEZIG tot=27-11 vervanger=@t.bakker]" dmarc=pass
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade of notice "[K-1 BESPREKEN COMPLEX]"
	Twee rapporten spreken elkaar tegen.
expect tom escalation "K-1" "Twee rapporten"
reply tom of escalation "[K-1 TERUG]"
	Vraag de dealer om het rapport.
expect anna returned "Vraag de dealer"
status K-1 in_treatment handler=anna
# A day that makes no sense, and nobody to stand in.
mail meryem "[AFWEZIG tot=31-11]" dmarc=pass
expect meryem refusal "31-11"
mail meryem "[AFWEZIG tot=30-11 vervanger=@niemand]" dmarc=pass
expect meryem refusal "niemand"
