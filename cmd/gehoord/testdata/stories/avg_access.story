# AVG: all that is kept of a person, for the privacy officer and nobody else's employee.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade
	Deze klant belde gisteren ook al.
mail kees "Schade"
	Ook ik heb schade aan mijn bumper na het inleveren en dat klopt niet.
skip
mail els "[AVG-INZAGE mail=zoe@klant.example]" dmarc=pass
expect els access "K-1" !"K-2"
mail frits "[AVG-INZAGE mail=zoe@klant.example]" dmarc=pass
expect frits refusal "AVG-INZAGE"
mail zoe "[AVG-INZAGE mail=kees@klant.example]"
	Ik wil het dossier over de schade aan mijn bumper zien.
none zoe access
none els access
