# Row 8: a question to the customer: waiting, an agenda, and the deadline stays.
# real
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
expect zoe confirmation
expect schade notice
mail frits "[K-1 VRAAG]" dmarc=pass
	Hebt u een foto van de bumper?
expect frits refusal "VRAAG"
reply anna to schade "[K-1 VRAAG]"
expect anna refusal "niets verstuurd"
reply anna to schade "[K-1 VRAAG]"
	Beste mevrouw, hebt u een foto van de bumper van voor het inleveren?
wait undo
expect zoe question "hebt u een foto van de bumper" !"780 euro"
status K-1 in_treatment handler=anna waiting=customer agenda=set responded=set
reply zoe of question attach=foto.jpg
	Jazeker, hierbij de foto.
expect anna customer_mail "hierbij de foto"
status K-1 in_treatment handler=anna waiting=-
none zoe
