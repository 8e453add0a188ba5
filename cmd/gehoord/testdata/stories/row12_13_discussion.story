# Rows 12, 13 (2.1.3): what an employee cannot solve is discussed with the manager, who takes it over.
# real
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
expect zoe confirmation
expect schade notice
reply anna to schade "[K-1 AANNEMEN]"
status K-1 in_treatment handler=anna
mail frits "[K-1 BESPREKEN COMPLEX]" dmarc=pass
	Dit bedrag is raar.
expect frits refusal "BESPREKEN"
reply anna to schade "[K-1 BESPREKEN]"
	Dit bedrag mag ik niet kwijtschelden.
expect anna refusal "BESPREKEN"
reply anna to schade "[K-1 BESPREKEN BEVOEGD]"
	Dit bedrag mag ik niet kwijtschelden.
status K-1 with_manager handler=anna
expect meryem escalation "Ter bespreking" "K-1" "Dit bedrag mag ik niet kwijtschelden" "Anna de Vries"
none zoe

# The employee cannot take it over: it is the manager's to decide.
reply anna to schade "[K-1 OVERNEMEN]"
expect anna refusal "Meryem Jansen"
status K-1 with_manager

tap meryem OVERNEMEN of escalation
status K-1 in_treatment handler=meryem
wait undo
expect zoe takeover "Onze leidinggevende behandelt uw klacht" "Meryem Jansen" "K-1" !"Dit bedrag mag ik niet"
expect anna handover "K-1" "Meryem Jansen"
none zoe

# From now on the manager writes to the customer, not the employee.
reply anna to schade "[K-1 REACTIE]"
	Beste mevrouw, ik zoek het voor u uit in het rapport van de aflevering.
expect anna refusal "Meryem Jansen"
reply meryem of escalation "[K-1 OPGELOST]"
	Beste mevrouw, wij schelden u het bedrag kwijt. U krijgt een nieuwe eindafrekening.
wait undo
expect zoe resolution "schelden u het bedrag kwijt" "Meryem Jansen"
status K-1 settled handler=meryem
