import { Module } from '@nestjs/common';
import { Upstreams } from './upstreams';

/** The connections to the APIs, for who passes requests on and for who has something to tell them. */
@Module({ providers: [Upstreams], exports: [Upstreams] })
export class UpstreamsModule {}
