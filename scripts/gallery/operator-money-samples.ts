import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { formatId } from '../../src/core/ids.ts';

const grantId = formatId('grant', '01jd0000000000000000000000');
const userId = formatId('user', '01jd0000000000000000000000');

/** What the operator's commands say of tenants, people and the books. */
export function operatorMoneySamples({ operator }: Catalogue) {
  return {
    noTenant: [operator.noTenant('discord:7')],
    nobody: [operator.nobody('Zoe', 'discord:7'), operator.nobody('Zoe', null)],
    severalPeople: [operator.severalPeople('Kim', [userId, '81384788765712384'])],
    firstProblem: [operator.firstProblem(operator.wrongGrant({ grantId, expected: 40, found: 50 }))],
    moreProblems: [operator.moreProblems(3)],
    mend: [operator.mend()],
    wrongGrant: [operator.wrongGrant({ grantId, expected: 40, found: 50 })],
    whichTenant: [operator.whichTenant([]), operator.whichTenant(['discord:7', 'slack:T01'])],
    badAmount: [operator.badAmount('10/dya', '10/day'), operator.badAmount('lots', null)],
    badGift: [operator.badGift('lots', null)],
    badDuration: [operator.badDuration('soon', null)],
    given: [operator.given('Ada', 'videos', 3, null), operator.given(null, 'usd_micro', 500_000, 7 * 24 * 3_600_000)],
  } as const;
}
