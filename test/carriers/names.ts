/** A variable's name, given in upper case with underscores, in the spellings of other languages. */

function words(name: string): string[] {
  return name.toLowerCase().split('_');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `db_password`. */
export function snake(name: string): string {
  return name.toLowerCase();
}

/** `db-password`. */
export function kebab(name: string): string {
  return words(name).join('-');
}

/** `db.password`. */
export function dotted(name: string): string {
  return words(name).join('.');
}

/** `DbPassword`. */
export function pascal(name: string): string {
  return words(name).map(capital).join('');
}

/** `dbPassword`. */
export function camel(name: string): string {
  const [first = '', ...rest] = words(name);
  return first + rest.map(capital).join('');
}
