# Libraries of generated C++, for the gateway and for clients/cpp, which is also built alone. Generated code is not held to the
# project's warnings. It can be installed: its headers are found below include/ then.
set(BOOKINGS_PROTOS ${CMAKE_CURRENT_LIST_DIR})
set(GENERATED ${CMAKE_CURRENT_BINARY_DIR}/gen)
file(MAKE_DIRECTORY ${GENERATED})
find_program(PROTOC protoc REQUIRED)

function(bookings_proto_library target)
  cmake_parse_arguments(ARG "" "" "PROTOS;DEPS" ${ARGN})
  set(sources)
  foreach(proto ${ARG_PROTOS})
    string(REPLACE ".proto" "" stem ${proto})
    set(outputs ${GENERATED}/${stem}.pb.cc ${GENERATED}/${stem}.pb.h)
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND ${PROTOC} -I${BOOKINGS_PROTOS} --cpp_out=${GENERATED} ${proto}
      DEPENDS ${BOOKINGS_PROTOS}/${proto}
      WORKING_DIRECTORY ${BOOKINGS_PROTOS}
      VERBATIM)
    list(APPEND sources ${outputs})
  endforeach()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC
    $<BUILD_INTERFACE:${GENERATED}> $<INSTALL_INTERFACE:include>)
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${ARG_DEPS})
  # Two generated files in one translation unit define the same names.
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
endfunction()

function(bookings_grpc_library target)
  cmake_parse_arguments(ARG "" "" "PROTOS;DEPS" ${ARGN})
  set(sources)
  foreach(proto ${ARG_PROTOS})
    string(REPLACE ".proto" "" stem ${proto})
    set(outputs ${GENERATED}/${stem}.grpc.pb.cc ${GENERATED}/${stem}.grpc.pb.h)
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND ${PROTOC} -I${BOOKINGS_PROTOS} --grpc_out=${GENERATED}
              --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin> ${proto}
      DEPENDS ${BOOKINGS_PROTOS}/${proto}
      WORKING_DIRECTORY ${BOOKINGS_PROTOS}
      VERBATIM)
    list(APPEND sources ${outputs})
  endforeach()
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PUBLIC gRPC::grpc++ ${ARG_DEPS})
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
endfunction()
