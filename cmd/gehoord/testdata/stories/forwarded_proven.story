# 2.2: a colleague who is proven passes a complaint on: the customer is who wrote it, and is confirmed.
mail zoe to anna "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
forward anna dmarc=pass
complaints 1
status K-1 assigned department=SCHADE customer=zoe confirmed=set
expect zoe confirmation "K-1"
expect schade notice "780 euro"
none anna whose

# Nothing proves the next one; his word is enough.
mail kees to piet "Krassen"
	Er zit schade op mijn bumper na het inleveren. Die krassen zaten er al.
forward piet attached
complaints 2
none kees
expect piet whose "K-2" "kees@klant.example"
reply piet of whose
	Ja.
expect kees confirmation "K-2"
