# AVG: erased by two people, the officer and management; what was registered stays, what was written goes.
at 2026-11-20 09:00
mail zoe "Zwaluwstaart"
	Er zit schade op mijn bumper na het inleveren. Zwaluwstaart is mijn woord.
reply anna to schade "[K-1 OPGELOST uitkomst=gegrond]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
skip
at 2028-01-17 09:00
status K-1 closed
skip
mail anna "[K-1 AVG-WIS]" dmarc=pass
expect anna refusal "AVG-WIS"
mail els "[K-1 AVG-WIS]" dmarc=pass
expect directie|bea erasure "K-1"
history K-1 "Zwaluwstaart"
# The same person twice is one person.
mail els "[K-1 AVG-WIS]" dmarc=pass
history K-1 "Zwaluwstaart"
mail bea "[K-1 AVG-WIS]" dmarc=pass
history K-1 !"waluwstaart" !"780 euro" !"zoe@klant.example"
status K-1 closed customer=- department=SCHADE received=2026-11-20 resolved=2026-11-20
none zoe
complaints 1
