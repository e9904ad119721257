package dev.wardcast.kit.audit;

import io.micronaut.aop.Around;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a controller's method that answers with data of patients: the audit learns of it before the
 * client gets the answer, and also of the attempts of those who may not. If it can't be recorded
 * there is no answer (503).
 *
 * <p>The patients are those about whom access was decided, and those that the answer says it is
 * about ({@link AboutPatients}). The method is neither private nor final, and blocks.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Around
public @interface PatientRead {

    /** What is read: {@code alert vitals session …}. */
    String value();

    /** Name of the parameter that says which one; empty if there is none. */
    String id() default "";

    /** Whether it is a list, of whatever is found, rather than one thing that was named. */
    boolean search() default false;

    /** Whether it is told also where no patient is concerned. */
    boolean always() default true;

    /** An answer that knows whose data it has. */
    interface AboutPatients {

        /** Their ids; doubles do no harm. */
        Iterable<String> aboutPatients();
    }
}
