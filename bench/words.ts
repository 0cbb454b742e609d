const VERBS = 'Visit,Paint,Cycle to,Sail to,Write about,Photograph,Run in,Cook in,Sing in,Sleep in'.split(',');

const PLACES =
  `Accra,Adelaide,Algiers,Amman,Ankara,Antwerp,Athens,Auckland,Austin,Baku,Bamako,Bangkok,Barcelona,Basel,Beirut,Belgrade,
Bergen,Berlin,Bilbao,Bogota,Bordeaux,Boston,Bratislava,Bremen,Brisbane,Bristol,Brussels,Bucharest,Budapest,Cairo,Calgary,
Canberra,Caracas,Cardiff,Chicago,Colombo,Copenhagen,Cordoba,Dakar,Dallas,Damascus,Delhi,Denver,Dresden,Dublin,Durban,
Edinburgh,Florence,Frankfurt,Freetown,Galway,Gdansk,Geneva,Genoa,Ghent,Glasgow,Granada,Hamburg,Hanoi,Harare,Havana,Helsinki,
Hobart,Houston,Innsbruck,Istanbul,Jakarta,Kampala,Karachi,Kathmandu,Kigali,Kingston,Kyoto,Lagos,Leipzig,Lima,Lisbon,
Ljubljana,London,Luanda,Lusaka,Madrid,Malaga,Manila,Marseille,Melbourne,Milan,Montreal,Mumbai,Munich,Nairobi,Naples,Osaka,
Oslo,Ottawa,Palermo,Paris,Porto,Prague,Quito`
    .replaceAll('\n', '')
    .split(',');

/** A hundred words, each of which is in one of a hundred names. */
export const SEARCHES: readonly string[] = PLACES.map((place) => place.toLowerCase());

/** An SQL expression for the name with the number that another expression gives: `Sail to Lisbon 176`. */
export function nameOf(number: string): string {
  return `(${array(VERBS)})[1 + (${number}) / ${PLACES.length} % ${VERBS.length}] || ' ' || (${array(PLACES)})[1 + (${number}) % ${PLACES.length}] || ' ' || (${number})`;
}

function array(words: readonly string[]): string {
  return `array[${words.map((word) => `'${word}'`).join(', ')}]`;
}
