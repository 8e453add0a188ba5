# What staff attach goes along to the customer; what he sent himself does not come back.
# real
mail zoe "Schade aan de bumper" attach=foto.jpg
	Er zit schade op mijn bumper na het inleveren. Zie de foto. Dat klopt niet.
expect zoe confirmation attach=none
expect schade notice "foto.jpg"
reply anna to schade "[K-1 REACTIE]" attach=rapport.pdf,foto.jpg
	Beste mevrouw, hierbij het rapport van de aflevering. Ik bekijk het morgen met u.
wait undo
expect zoe reaction "rapport van de aflevering" attach=rapport.pdf
reply anna to schade "[K-1 OPGELOST]" attach=nota.pdf
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
expect zoe resolution attach=nota.pdf
# A note's attachments stay inside.
reply anna to schade of notice "[K-1 NOTITIE]" attach=intern.pdf
	Overleg met de dealer.
none zoe
