/** The first that are guessed, in lower case: what people type without a thought, and the names of this program. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  000000 0000000 00000000 010203 101010 102030 111111 1111111 11111111 112233 11223344 121212 123000 123123 123123123
  123321 1234 12341234 12345 123456 1234567 12345678 123456789 1234567890 123456a 123456abc 123456q 123654 123abc
  123qwe 131313 147258 147258369 159357 159753 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 222222 232323 252525
  258456 333333 444444 456789 5201314 520520 555555 654321 666666 66666666 696969 741852 741852963 753951 7654321
  777777 7777777 789456 789456123 87654321 888888 88888888 963852741 987654 987654321 9876543210 999999 99999999
  a12345 a123456 a123456789 a1b2c3 a1b2c3d4 aa123456 aaaaaa abc123 abc1234 abcabc abcd1234 abcdef abcdefg access
  admin admin1 admin12 admin123 admin1234 admin12345 admin123456 admin888 admin@123 administrator amanda andrea
  andrew anthony asd123 asdasd asdf1234 asdfasdf asdfgh asdfghjkl ashley azerty bailey banana baseball basketball
  batman buster changeit changeme changeme123 charlie cheese chelsea claude claudecode computer cookie daniel default
  demo123 dragon estrella flower football freedom gateway george ginger guest guest123 hannah hello123 hockey hunter
  hunter2 iloveyou internet jessica jordan joshua killer letmein letmein123 liverpool login123 lovely maggie manager
  master matrix matthew merlin michael michelle monkey mustang mypassword nicole ninja123 nothing operator p@ssw0rd
  p@ssword pass123 pass1234 passw0rd password password! password0 password1 password12 password123 password1234
  pepper pokemon princess purple qazwsx qazwsxedc qq123456 qqqqqq qwe123 qweasd qweasdzxc qweqwe qwer1234 qwert123
  qwerty qwerty1 qwerty12 qwerty123 qwerty1234 qwertyuiop ranger redwolf redwolf1 redwolf123 robert root123 samantha
  samsung secret secret123 security server shadow soccer starwars summer sunshine superman support system temp123
  temporary test123 test1234 testing thomas tigger toor123 trustno1 user123 welcome welcome1 welcome123 whatever
  william woaini woaini1314 wolf123 xxxxxx zaq12wsx zxc123 zxcvbn zxcvbnm zzzzzz
`
    .trim()
    .split(/\s+/),
);
