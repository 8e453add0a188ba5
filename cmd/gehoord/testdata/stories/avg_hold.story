# AVG: while a dispute is possible, or somebody ordered a hold, nothing is erased.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. Zwaluwstaart is mijn woord.
skip
mail els "[K-1 BEWAAR AAN]" dmarc=pass
none els refusal
mail els "[K-1 AVG-WIS]" dmarc=pass
expect els refusal
mail bea "[K-1 AVG-WIS]" dmarc=pass
expect bea refusal
history K-1 "Zwaluwstaart"
