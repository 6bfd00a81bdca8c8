// Judges credentials with libraries that are not ours. Standard input: one JSON object with
//   documents   address -> JSON, for contexts, DID documents and keys; nothing is fetched
//   badges      credentials with a Data Integrity proof, for @digitalbazaar/vc
//   tokens      {token, key} pairs, for jose
// Standard output: {badges: [...], tokens: [...]}, each entry "" where accepted, else why not.
import {webcrypto} from 'node:crypto';
import {readFileSync} from 'node:fs';

globalThis.crypto ??= webcrypto;  // Node 18 has it, but not under this name
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {verifyCredential} = await import('@digitalbazaar/vc');
const {compactVerify, importJWK} = await import('jose');

const {documents, badges = [], tokens = []} = JSON.parse(readFileSync(0, 'utf-8'));

const documentLoader = async url => {
  if(!(url in documents)) {
    throw new Error(`nothing stands at ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: documents[url]};
};

const judgeBadge = async credential => {
  try {
    const suite = new DataIntegrityProof({cryptosuite});
    const {verified, error} = await verifyCredential({credential, suite, documentLoader});
    return verified ? '' : String(error?.errors?.[0] ?? error);
  } catch(error) {
    return String(error);
  }
};

const judgeToken = async ({token, key}) => {
  try {
    await compactVerify(token, await importJWK(key), {algorithms: ['RS256', 'ES256']});
    return '';
  } catch(error) {
    return String(error);
  }
};

const verdicts = {badges: [], tokens: []};
for(const badge of badges) {
  verdicts.badges.push(await judgeBadge(badge));
}
for(const token of tokens) {
  verdicts.tokens.push(await judgeToken(token));
}
process.stdout.write(JSON.stringify(verdicts));
