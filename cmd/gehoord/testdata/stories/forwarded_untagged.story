# 2.2: a colleague sends a complaint on without a word. The customer is who wrote it; where nothing proves that the colleague sent it, he is asked first.
mail zoe to anna "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
forward anna
complaints 1
wait undo
status K-1 assigned department=SCHADE confirmed=-
none zoe
expect anna whose "K-1" "zoe@klant.example"
expect schade notice "780 euro"
none anna confirmation
reply anna of whose `[K-1 KLANT mail=zoe@klant.example naam="Zoë van den Berg"]`
wait undo
status K-1 assigned|in_treatment customer=zoe confirmed=set
expect zoe confirmation "K-1"
