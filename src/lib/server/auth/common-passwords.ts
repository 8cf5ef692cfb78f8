/** Well-known passwords long enough to pass the length rule, in lower case. */
const common = new Set([
	'123456789012',
	'1234567890123',
	'1q2w3e4r5t6y',
	'1q2w3e4r5t6y7u8i',
	'adminadminadmin',
	'administrator',
	'administrator1',
	'changemechangeme',
	'correcthorsebatterystaple',
	'gantrygantry',
	'iloveyouiloveyou',
	'letmeinletmein',
	'passw0rdpassw0rd',
	'password1234',
	'password12345',
	'password123456',
	'passwordpassword',
	'qazwsxedcrfv',
	'qwerty123456',
	'qwertyqwerty',
	'qwertyuiop12',
	'qwertyuiop123',
	'qwertyuiopasdfghjkl',
	'trustno1trustno1',
	'unknownunknown',
	'welcome12345',
	'welcomewelcome'
]);

/** One character or a short piece over and over, a run along the keyboard or alphabet, or a known one. */
export function isCommonPassword(lower: string): boolean {
	const runs = 'abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiopasdfghjklzxcvbnm';
	return (
		common.has(lower) ||
		/^(.{1,4})\1+$/u.test(lower) ||
		runs.includes(lower) ||
		[...runs].reverse().join('').includes(lower)
	);
}
