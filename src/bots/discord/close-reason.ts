/** What a person can do about a close that discord.js does not come back from. Codes: discord.com/developers/docs/topics/opcodes-and-status-codes */
export function closeReason(code: number): string {
  switch (code) {
    case 4004:
      return 'the token is not valid (any more): reset it on the Bot page of the developer portal, put the new one into DISCORD_TOKEN, and restart';
    case 4013:
    case 4014:
      return 'it does not grant the intent Guilds to this application: see its Bot page in the developer portal';
    default:
      return `it closed the connection for good (${code})`;
  }
}
