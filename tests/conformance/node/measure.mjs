// Measures @digitalbazaar/vc. Standard input: {documents, badge, count}, the badge without proof. Standard output:
// {issue, verify}: milliseconds of processor time for each badge, everything loaded and cached beforehand.
import {webcrypto} from 'node:crypto';
import {readFileSync} from 'node:fs';

globalThis.crypto ??= webcrypto;
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {issue, verifyCredential} = await import('@digitalbazaar/vc');

const {documents, badge, count} = JSON.parse(readFileSync(0, 'utf-8'));
const pair = await Ed25519Multikey.generate();
const multikey = pair.publicKeyMultibase;
const did = `did:key:${multikey}`;
pair.controller = did;
pair.id = `${did}#${multikey}`;
const key = await pair.export({publicKey: true, includeContext: true});
const held = {
  ...documents, [pair.id]: key,
  [did]: {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: did, assertionMethod: [key]}
};
const documentLoader = async url => {
  if(!(url in held)) {
    throw new Error(`nothing stands at ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: held[url]};
};
const credential = n => ({
  ...structuredClone(badge), id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  issuer: {...badge.issuer, id: did}
});
const issued = n => issue({
  credential: credential(n), documentLoader, suite: new DataIntegrityProof({signer: pair.signer(), cryptosuite})
});
const verified = async signed => {
  const {verified, error} = await verifyCredential({
    credential: signed, suite: new DataIntegrityProof({cryptosuite}), documentLoader
  });
  if(!verified) {
    throw error;
  }
};
const timed = async work => {
  const before = process.cpuUsage();
  for(let n = 0; n < count; n++) {
    await work(n);
  }
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1000 / count;
};
const signed = [];
await timed(issued);  // warm
const issuing = await timed(async n => signed.push(await issued(n)));
await verified(signed[0]);
const verifying = await timed(n => verified(signed[n]));
process.stdout.write(JSON.stringify({issue: issuing, verify: verifying}));
