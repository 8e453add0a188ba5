# Row 1: what a person writes becomes a complaint, once; what a machine writes does not.
mail zoe "Inleverschade" header="Auto-Submitted: auto-replied"
	Ik ben met vakantie. De schade aan de bumper bekijk ik later.
mail zoe "Onze nieuwsbrief" header="List-Unsubscribe: <mailto:weg@klant.example>" header="Precedence: bulk"
	Alles over schade aan de bumper in ons winternummer.
complaints 0
quiet

mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
complaints 1
expect zoe confirmation
expect schade notice
quiet

# Somebody who is not staff commands nothing: it is a complaint, and its tag is text.
mail kees "[K-1 OPGELOST]"
	Mijn bumper heeft schade na het inleveren en u belt niet terug over de krassen.
complaints 2
status K-1 assigned
status K-2 assigned customer=kees
expect kees confirmation "K-2" !"K-1"
expect schade notice "K-2" "K-1"
quiet
