# Rows 12, 14 (2.1.3): the manager gives it back, with an instruction.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
reply meryem to schade of notice "[K-1 TERUG]"
	Vraag de dealer om het rapport.
expect meryem refusal
reply anna to schade of notice "[K-1 BESPREKEN COMPLEX]"
	Twee rapporten spreken elkaar tegen.
skip
reply anna to schade of notice "[K-1 TERUG]"
	Ik doe het toch zelf.
expect anna refusal "Meryem Jansen"
mail lotte "[K-1 TERUG]" dmarc=pass
	Vraag de dealer om het rapport.
expect lotte refusal
status K-1 with_manager handler=anna
# An instruction belongs to it.
reply meryem of escalation "[K-1 TERUG]"
expect meryem refusal
status K-1 with_manager
reply meryem of escalation "[K-1 TERUG]"
	Vraag de dealer om het rapport, en geef de helft terug.
status K-1 in_treatment handler=anna resolve_by=2026-11-26T17:30
expect anna returned "K-1" "geef de helft terug"
wait undo
none zoe takeover
none zoe reaction
# It may go to a colleague, too.
reply anna to schade of notice "[K-1 BESPREKEN COMPLEX]"
	Ik kom er nog niet uit.
reply meryem of escalation "[K-1 TERUG @p.smit]"
	Piet, maak jij dit af?
status K-1 in_treatment handler=piet
expect piet returned "Piet, maak jij dit af?"
