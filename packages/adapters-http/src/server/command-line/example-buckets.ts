import { Faker, en } from '@faker-js/faker';
import type { BucketDraft, EmailAndPassword, ItemDraft } from '@quintet/core';

/** Whose the example data is. */
export const EXAMPLE_ACCOUNT: EmailAndPassword = { email: 'example@bucketmail.com', password: '123456' };

const BUCKETS = 100;
const ITEMS = 1_000;

/** The same example data at every call: 100 buckets that have 1,000 items together. */
export function exampleBuckets(): readonly BucketDraft[] {
  const faker = new Faker({ locale: en, seed: 2017 });
  const themes = themesOf(faker);
  return Array.from({ length: BUCKETS }, (_, index) => {
    const theme = themes[index % themes.length] as Theme;
    return { name: theme.bucket(), items: Array.from({ length: ITEMS / BUCKETS }, () => theme.item()) };
  });
}

interface Theme {
  bucket(): string;
  item(): ItemDraft;
}

/** What people want to do, by what it is about. */
function themesOf(faker: Faker): readonly Theme[] {
  const { airline, animal, book, commerce, food, location, music, person, word } = faker;
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  return [
    {
      bucket: () => `Travel to ${location.country()}`,
      item: () => ({
        name: `${faker.helpers.arrayElement(['See', 'Walk through', 'Spend a weekend in', 'Eat in'])} ${location.city()}`,
        description: `Fly with ${airline.airline().name}, stay in ${location.street()}`,
      }),
    },
    {
      bucket: () => `${capital(food.ethnicCategory())} cooking`,
      item: () => ({ name: `Cook ${food.dish()}`, description: food.description() }),
    },
    {
      bucket: () => `${capital(book.genre())} to read`,
      item: () => ({ name: `Read ${book.title()}`, description: `By ${book.author()}` }),
    },
    {
      bucket: () => `${capital(music.genre())} to hear live`,
      item: () => ({ name: `Hear ${music.artist()}`, description: `They must play ${music.songName()}` }),
    },
    {
      bucket: () => `Animals of ${location.country()}`,
      item: () => ({ name: `Photograph a ${animal.type()}`, description: `Ask ${person.fullName()} where they are` }),
    },
    {
      bucket: () => `Learn to be a ${person.jobTitle().toLowerCase()}`,
      item: () => ({ name: `${capital(word.verb())} with ${person.firstName()}`, description: null }),
    },
    {
      bucket: () => `A ${commerce.productAdjective().toLowerCase()} home`,
      item: () => ({
        name: `Find a ${commerce.productName().toLowerCase()}`,
        description: commerce.productDescription(),
      }),
    },
  ];
}
