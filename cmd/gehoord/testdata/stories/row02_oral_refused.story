# Row 2: who may register, and what a registration needs.
at 2026-11-20 09:00
# Nobody to write to, nobody to find: no name and no number plate.
mail anna "[NIEUW TEL SCHADE]" dmarc=pass
	Iemand belde over krassen op een bumper.
expect anna refusal "Klant"
complaints 0

# A customer is no member of staff: his mail is a complaint of his own.
mail zoe "[NIEUW TEL SCHADE]" dmarc=pass
	Klant: Kees de Boer
	Mail: kees@klant.example
	Klacht: er zit schade op de bumper van mijn auto na het inleveren.
complaints 1
status K-1 assigned customer=zoe channel=mail
expect zoe confirmation
none kees
skip

# Nothing proves that it was Anna: she is asked first.
mail anna "[NIEUW TEL SCHADE]"
	Klant: Kees de Boer
	Mail: kees@klant.example
	Klacht: er zit schade op de bumper van zijn auto na het inleveren.
complaints 1
expect anna was_this_you "NIEUW TEL SCHADE"
none kees
reply anna of was_this_you
wait undo
complaints 2
status K-2 assigned|in_treatment customer=kees channel=phone
expect kees confirmation "er zit schade op de bumper van zijn auto"

# The server says that it is forged: nothing happens.
mail ria "[NIEUW BALIE SCHADE]" dmarc=fail
	Klant: John Smith
	Mail: john@klant.example
	Klacht: krassen op de bumper.
wait undo
complaints 2
none john
