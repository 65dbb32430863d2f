import type { Catalogue } from '#kernel';

export const protectionMessages: Catalogue = {
  'keys-unusable': { zh: '密钥文件无法使用（{reason}）', en: 'the key file cannot be used ({reason})' },
};
