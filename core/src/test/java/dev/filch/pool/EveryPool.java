package dev.filch.pool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that runs with both kinds of pool, and with the work-stealing pool in both of its modes. */
@ParameterizedTest
@EnumSource(value = PoolKind.class, names = {"LIFO", "FIFO", "SHARED"})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface EveryPool {
}
