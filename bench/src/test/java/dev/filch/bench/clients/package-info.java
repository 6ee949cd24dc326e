/**
 * Other people's software on Filch's pools: servers, caches, searches and streams, each with a pool where it takes an
 * {@code Executor}. {@link dev.filch.bench.clients.PoolSetup} lists the pools.
 */
package dev.filch.bench.clients;
