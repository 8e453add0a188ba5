# Design 6: commands that answer no letter work from everywhere, once their owner has said yes.
mail ria "[POST SCHADE]" attach=scan.pdf
	Klant: Zoë van den Berg
	Mail: zoe@klant.example
complaints 0
none zoe
expect ria was_this_you "POST SCHADE"
reply ria of was_this_you
wait undo
complaints 1
status K-1 assigned channel=letter customer=zoe
expect zoe confirmation
expect schade notice attach=scan.pdf
skip
mail anna "[LIJST]"
expect anna was_this_you
none anna open_list
reply anna of was_this_you
expect anna open_list "K-1"
# Saying no ends it.
mail anna "[NIEUW TEL SCHADE]"
	Klant: Kees de Boer
	Mail: kees@klant.example
	Klacht: krassen op de bumper.
reply anna of was_this_you
	Nee, dit was ik niet.
wait undo
complaints 1
none kees
