# 2.6: a customer who writes English is answered in English, and commands may be English.
mail john "Damage to the bumper"
	There is damage on my bumper after the return of the car. You charge 780 euro. That is wrong
	and nobody answers my calls.
status K-1 assigned department=SCHADE language=en
expect john confirmation "We are working on your complaint" "K-1" !"Beste"
reply anna to schade of notice "[K-1 ESCALATE AUTHORITY]"
	Bedrag te hoog voor mij.
status K-1 with_manager
expect meryem escalation "Ter bespreking"
reply meryem of escalation "[K-1 TAKEOVER]"
wait undo
expect john takeover "Meryem Jansen" !"Onze leidinggevende"
reply meryem of escalation "[K-1 RESOLVED outcome=upheld]"
	Dear Mr Smith, you are right: we take the 780 euro off your final invoice.
wait undo
expect john resolution "Geschillencommissie Keurmerk Private Lease" "take the 780 euro off"
status K-1 settled
