/** What class-transformer knows of `@Type` and `@Transform`; the package keeps it without a declaration at this path. */
declare module 'class-transformer/cjs/storage.js' {
  import type { TransformationType, TransformMetadata, TypeMetadata } from 'class-transformer';

  export const defaultMetadataStorage: {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- the package's own word for a class
    findTypeMetadata(target: Function, propertyName: string): TypeMetadata | undefined;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- the package's own word for a class
    findTransformMetadatas(target: Function, propertyName: string, kind: TransformationType): readonly TransformMetadata[];
  };
}
