# 4.4, design 6: a link of a notice is one tap, with the proof in it. It proves the person it was made for, or a colleague of the desk it was sent to, and nobody else.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
tap piet AANNEMEN to schade of notice
none piet was_this_you
status K-1 in_treatment handler=piet
tap anna REACTIE to schade of notice
	Beste mevrouw, ik zoek het voor u uit in het rapport van de aflevering.
wait undo
expect zoe reaction "in het rapport van de aflevering"
status K-1 in_treatment handler=anna
skip
# What was made for the department proves nothing of another one's employee.
tap frits OPGELOST to schade of notice
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect frits was_this_you
# Nor does what was made for Anna prove that Piet wrote.
reply zoe of reaction
	Dank u, ik wacht het af tot morgen.
tap piet AGENDA to anna of customer_mail
	Klant is akkoord.
expect piet was_this_you
# A customer who finds such a link is still a customer.
tap zoe OPGELOST to schade of notice
	Mooi, dan is het wat mij betreft opgelost zo, bedankt voor de moeite.
wait 10m
none zoe
status K-1 in_treatment resolved=-
