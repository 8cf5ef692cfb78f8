import { revokeToken } from '../../tokens/revoke-token.ts';
import type { Operations } from './operation.ts';

export const tokenOperations: Operations = {
	revokeToken: { run: revokeToken, ownOnly: true }
};
